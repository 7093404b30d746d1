#include <Python.h>
// Python.h comes first: it sets what the system's headers offer.
#include "tests/benchmark/numpy.h"

#include <cstdlib>

namespace rope::benchmark {

bool start_numpy() {
    if (Py_IsInitialized() == 0) {
        PyConfig config;
        PyConfig_InitPythonConfig(&config);
        config.install_signal_handlers = 0;
        // Another python3 may be first in PATH; this one belongs to the library.
        const PyStatus named = PyConfig_SetString(&config, &config.program_name, L"/usr/bin/python3");
        const PyStatus started = PyStatus_Exception(named) != 0 ? named : Py_InitializeFromConfig(&config);
        PyConfig_Clear(&config);
        if (PyStatus_Exception(started) != 0) return false;
    }
    return PyRun_SimpleString("import numpy as np") == 0;
}

void run_numpy(const std::string& statements) {
    if (PyRun_SimpleString(statements.c_str()) != 0) std::abort();
}

}  // namespace rope::benchmark
