// Immutable results found again by a key that is exactly their inputs. Thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <typeinfo>
#include <unordered_map>

namespace rope {

class ResultCache {
  public:
    explicit ResultCache(std::size_t most_bytes = std::size_t{256} << 20) : most_bytes_(most_bytes) {}

    // The result under `key`, computed by `make` on a miss (outside the lock, so two threads may compute the
    // same thing once each). `make` returns shared_ptr<const T>; a null answer (cancelled) is not kept.
    // `bytes_of` says what the result weighs; the least recently used go first when the limit is passed.
    template <class T, class Make, class BytesOf>
    std::shared_ptr<const T> get(const std::string& key, Make&& make, BytesOf&& bytes_of) {
        const std::string full_key = std::string(typeid(T).name()) + '\n' + key;
        if (auto found = find(full_key)) return std::static_pointer_cast<const T>(found);
        std::shared_ptr<const T> made = make();
        if (made) insert(full_key, made, bytes_of(*made));
        return made;
    }

    struct Statistics {
        std::size_t hits = 0, misses = 0, entries = 0, bytes = 0;
    };
    Statistics statistics() const;
    void clear();

  private:
    struct Entry {
        std::string key;
        std::shared_ptr<const void> result;
        std::size_t bytes;
    };
    std::shared_ptr<const void> find(const std::string& key);
    void insert(const std::string& key, std::shared_ptr<const void> result, std::size_t bytes);

    mutable std::mutex mutex_;
    std::list<Entry> entries_;  // most recently used first
    std::unordered_map<std::string, std::list<Entry>::iterator> index_;
    std::size_t most_bytes_;
    Statistics statistics_;
};

}  // namespace rope
