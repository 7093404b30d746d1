// Memory for what is larger than the caches, on huge pages as NumPy's own large arrays are.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <span>

namespace rope::benchmark {

class LargeBuffer {
  public:
    explicit LargeBuffer(std::size_t count) : count_(count) {
        constexpr std::size_t kPage = std::size_t{2} << 20;
        const std::size_t bytes = (count * sizeof(float) + kPage - 1) / kPage * kPage;
        floats_.reset(static_cast<float*>(std::aligned_alloc(kPage, bytes)));
        if (floats_ == nullptr) std::abort();
        // Where the kernel refuses, ordinary pages do.
        static_cast<void>(madvise(floats_.get(), bytes, MADV_HUGEPAGE));
        std::fill_n(floats_.get(), count, 0.0F);
    }
    std::span<float> all() { return {floats_.get(), count_}; }

  private:
    struct Free {
        void operator()(float* floats) const { std::free(floats); }
    };
    std::unique_ptr<float[], Free> floats_;
    std::size_t count_;
};

}  // namespace rope::benchmark
