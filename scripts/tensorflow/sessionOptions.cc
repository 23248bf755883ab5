// Every TensorFlow session of the binding gets the configuration in the environment variable PVLL_TENSORFLOW_SESSION:
// the bytes of a serialised tensorflow.ConfigProto, in hexadecimal. The binding asks for default options and has no call
// to change them, so this stands between it and the library (linked with --wrap=TF_NewSessionOptions).

#include <cstdlib>
#include <string>

#include "tensorflow/c/c_api.h"

extern "C" TF_SessionOptions* __real_TF_NewSessionOptions(void);

namespace {

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool BytesOf(const std::string& hex, std::string* bytes) {
  if (hex.size() % 2 != 0) return false;
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = DigitOf(hex[i]);
    const int low = DigitOf(hex[i + 1]);
    if (high < 0 || low < 0) return false;
    bytes->push_back(static_cast<char>(high * 16 + low));
  }
  return true;
}

}  // namespace

extern "C" TF_SessionOptions* __wrap_TF_NewSessionOptions(void) {
  TF_SessionOptions* options = __real_TF_NewSessionOptions();
  const char* hex = std::getenv("PVLL_TENSORFLOW_SESSION");
  if (hex == nullptr) return options;
  std::string config;
  bool is_set = BytesOf(hex, &config);
  if (is_set) {
    TF_Status* status = TF_NewStatus();
    TF_SetConfig(options, config.data(), config.size(), status);
    is_set = TF_GetCode(status) == TF_OK;
    TF_DeleteStatus(status);
  }
  // No session runs with other options than those asked for: one with a target that does not exist is never made,
  // and the error that the caller gets from the library quotes this sentence.
  if (!is_set) {
    TF_SetTarget(options, "PVLL_TENSORFLOW_SESSION is no serialised tensorflow.ConfigProto in hexadecimal");
  }
  return options;
}
