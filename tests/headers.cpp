// Empty: CMake needs a source to precompile the headers that tests share.
