#include "core/job/result_cache.h"

#include <utility>

namespace rope {

std::shared_ptr<const void> ResultCache::find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = index_.find(key);
    if (found == index_.end()) {
        ++statistics_.misses;
        return nullptr;
    }
    ++statistics_.hits;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->result;
}

void ResultCache::insert(const std::string& key, std::shared_ptr<const void> result, std::size_t bytes) {
    // Freed after the lock is: releasing a large result is slow.
    std::list<Entry> dropped;
    const std::lock_guard lock(mutex_);
    const auto drop = [&](std::list<Entry>::iterator entry) {
        statistics_.bytes -= entry->bytes;
        index_.erase(entry->key);
        dropped.splice(dropped.begin(), entries_, entry);
    };
    if (const auto found = index_.find(key); found != index_.end()) drop(found->second);
    // What can never fit must not drive out everything else.
    if (bytes <= most_bytes_) {
        entries_.push_front({key, std::move(result), bytes});
        index_.emplace(key, entries_.begin());
        statistics_.bytes += bytes;
        while (statistics_.bytes > most_bytes_)
            drop(std::prev(entries_.end()));
    }
    statistics_.entries = entries_.size();
}

ResultCache::Statistics ResultCache::statistics() const {
    const std::lock_guard lock(mutex_);
    return statistics_;
}

void ResultCache::clear() {
    std::list<Entry> dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(entries_);
    index_.clear();
    statistics_.entries = 0;
    statistics_.bytes = 0;
}

}  // namespace rope
