// NumPy in this process, so that it is timed in turn with our own code.
#pragma once

#include <string>

namespace rope::benchmark {

// Starts Python (Debian's, which has python3-numpy) with `import numpy as np` done. False where it has none.
bool start_numpy();

// Runs statements; names stay from one call to the next. Ends the program when they fail.
void run_numpy(const std::string& statements);

}  // namespace rope::benchmark
