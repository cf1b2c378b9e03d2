// What a machine says about itself, in files and limits.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/acrida/doctor/facts.h"

namespace acrida::app::doctor {

// The text of a file; nullopt when there is none, or it may not be read.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;
std::optional<std::string> read_system_file(const std::string& path);

// Adds what the files tell to the cores that this process may run on and the descriptors that it may have.
Machine read_machine(const ReadFile& read, std::vector<int> allowed, const Descriptors& limits = {});
// Likewise, with source and list of sources; the cost of a reading has to be measured.
Clock read_clock(const ReadFile& read);

// From the kernel, for this process.
std::vector<int> allowed_cores();
Descriptors descriptor_limits();

}  // namespace acrida::app::doctor
