#include "app/option_table.h"

namespace acrida::app {
namespace {

using enum OptionType;
using enum OptionGroup;

constexpr bool kHidden = true;

// An option whose feature does not exist yet: known, so that it is refused by name rather than as a slip.
constexpr OptionRow later(std::string_view name, char letter, std::string_view dest,
                          std::string_view variable, OptionType type, std::string_view metavar = {},
                          std::string_view default_value = {}, bool hidden = false) {
  return {name, letter, dest, variable, type, metavar, default_value, information, {}, hidden, kNotBuilt};
}

constexpr OptionRow retired(std::string_view name, std::string_view dest, std::string_view variable,
                            OptionType type, std::string_view refusal) {
  return {name, 0, dest, variable, type, {}, {}, information, {}, kHidden, refusal};
}

constexpr OptionRow kRows[] = {
    {"locustfile", 'f', "locustfile", "LOCUST_LOCUSTFILE", text, "FILE", "", what,
     "Users files, separated by commas: users.cpp, locustfile.py, or a plan.yaml"},
    {"host", 'H', "host", "LOCUST_HOST", text, "URL", "", what,
     "Base URL of the target: http://127.0.0.1:8080"},
    {"user-classes", 0, "user_classes", "LOCUST_USER_CLASSES", positional, "UserClass", "", what,
     "Only these classes of the users files"},
    {"config", 0, "config", "", text, "FILE", "", what, "Read options from this file, too: users = 100"},
    {"headless", 0, "headless", "LOCUST_HEADLESS", flag, "", "", what, "Start at once, without the web page"},
    {"headful", 0, "headful", "LOCUST_HEADFUL", flag, "", "", what, "Despite headless in a config file",
     kHidden},

    {"users", 'u', "num_users", "LOCUST_USERS", integer, "N", "1", load, "Users at the peak"},
    {"spawn-rate", 'r', "spawn_rate", "LOCUST_SPAWN_RATE", number, "RATE", "1", load,
     "Users started a second"},
    {"run-time", 't', "run_time", "LOCUST_RUN_TIME", timespan, "TIME", "", load,
     "Stop after 20s, 3m, 1h20m; without it on Ctrl-C"},
    {"stop-timeout", 's', "stop_timeout", "LOCUST_STOP_TIMEOUT", timespan, "TIME", "0s", load,
     "How long tasks may finish at the end; of open load 10s unless said"},
    {"rate", 0, "rate", "", text, "RATE", "", load,
     "Open load, instead of users: arrivals a second, answered or not; or a shape of them"},
    {"arrivals", 0, "arrivals", "", text, "KIND", "poisson", load,
     "How they follow each other: poisson, independently, or constant, evenly"},
    {"max-in-flight", 0, "max_in_flight", "", integer, "N", "10000", load,
     "Iterations of open load at a time; arrivals beyond that are dropped"},
    {"stages", 0, "stages", "", text, "SHAPE", "", load,
     "Shape of users, or with /s of arrivals: 0s:0,30s:100 or steps(...), spike(...), sine(...), "
     "double_wave(...), replay(FILE)"},
    {"iterations", 'n', "iterations", "", integer, "COUNT", "", load,
     "Begin exactly so many tasks, then end"},
    {"warmup", 0, "warmup", "", text, "TIME", "", load,
     "Judge what comes so long after the ramp, 10s, or as soon as times have settled: auto"},
    {"tags", 'T', "tags", "LOCUST_TAGS", list, "TAG...", "", load, "Only tasks with one of these tags"},
    {"exclude-tags", 'E', "exclude_tags", "LOCUST_EXCLUDE_TAGS", list, "TAG...", "", load,
     "No tasks with one of these tags"},
    {"equal-weights", 0, "equal_weights", "", flag, "", "", load, "Pick all tasks of a user equally often"},
    {"config-users", 0, "config_users", "LOCUST_CONFIG_USERS", list, "JSON...", "", load,
     "Attributes of user classes in Python, as JSON or files of it"},
    {"seed", 0, "seed", "", integer, "N", "", load, "Of all random choices, to repeat a run"},
    {"threads", 0, "threads", "", integer, "N", "1", load,
     "Engine threads of users in C++, -1 for all cores"},
    {"processes", 0, "processes", "LOCUST_PROCESSES", integer, "N", "1", load,
     "Processes of users in Python, -1 for all cores"},
    {"python", 0, "python", "", text, "PATH", "", load,
     "The python3 for users in Python, unless that of the virtual environment or Debian's"},
    {"no-spin", 0, "no_spin", "", flag, "", "", load,
     "Never keep a core busy waiting when few users wait for answers"},

    {"insecure", 'k', "insecure", "", flag, "", "", connections, "Accept any certificate"},
    {"cacert", 0, "cacert", "", text, "FILE", "", connections,
     "PEM file of those who may sign certificates, instead of the system's"},
    {"cert", 0, "cert", "", text, "FILE", "", connections, "PEM file of the certificate that users show"},
    {"key", 0, "key", "", text, "FILE", "", connections,
     "PEM file of its key, unless it is in the same file"},
    {"proxy", 0, "proxy", "", text, "URL", "", connections,
     "Through this proxy: http://[user:password@]host:port"},
    {"http2", 0, "http2", "", flag, "", "", connections, "HTTP/2 to https:// targets"},
    {"h2c", 0, "h2c", "", flag, "", "", connections, "HTTP/2 to http:// targets, too, by prior knowledge"},
    {"http2-connections", 0, "http2_connections", "", integer, "N", "0", connections,
     "Connections that all users share; 0: each has its own"},

    {"only-summary", 0, "only_summary", "LOCUST_ONLY_SUMMARY", flag, "", "", results,
     "Tables only at the end"},
    {"print-stats", 0, "print_stats", "LOCUST_PRINT_STATS", flag, "", "", results,
     "Tables also in runs with the web page"},
    {"reset-stats", 0, "reset_stats", "LOCUST_RESET_STATS", flag, "", "", results,
     "Forget the ramp: count from when all users run"},
    {"csv", 0, "csv_prefix", "LOCUST_CSV", text, "PREFIX", "", results,
     "Write PREFIX_stats.csv, _stats_history.csv, _failures.csv and _exceptions.csv"},
    {"csv-full-history", 0, "stats_history_enabled", "LOCUST_CSV_FULL_HISTORY", flag, "", "", results,
     "History of each endpoint, too; needs --csv"},
    {"json", 0, "json", "", flag, "", "", results, "Print the final numbers to stdout as Locust's JSON"},
    {"json-file", 0, "json_file", "", text, "NAME", "", results, "Write them to NAME.json instead"},
    {"slo", 0, "slo", "", repeated, "RULE", "", results,
     "Exit with 3 unless this holds: 'p99<50ms', 'p95(POST /predict)<20ms', 'errors<1%'; once for each rule"},
    {"summary", 0, "summary", "", text, "FILE", "", results, "Write one JSON object with everything"},
    {"exit-code-on-error", 0, "exit_code_on_error", "LOCUST_EXIT_CODE_ON_ERROR", integer, "N", "1", results,
     "When requests failed or tasks threw"},
    {"loglevel", 'L', "loglevel", "LOCUST_LOGLEVEL", text, "LEVEL", "INFO", results,
     "DEBUG, INFO, WARNING, ERROR or CRITICAL"},
    {"logfile", 0, "logfile", "LOCUST_LOGFILE", text, "FILE", "", results, "Log to this file, not to stderr"},
    {"skip-log-setup", 0, "skip_log_setup", "LOCUST_SKIP_LOG_SETUP", flag, "", "", results,
     "Leave logging to the users file"},

    {"list", 'l', "list_commands", "", flag, "", "", information, "The user classes"},
    {"show-task-ratio", 0, "show_task_ratio", "", flag, "", "", information,
     "How often each task is picked, as a table"},
    {"show-task-ratio-json", 0, "show_task_ratio_json", "", flag, "", "", information, "The same as JSON"},
    {"help", 'h', "help", "", flag, "", "", information, "This; with -f also the options of that file"},
    {"version", 'V', "version", "", flag, "", "", information, "The version"},

    retired("slave", "slave", "", flag, "is called --worker now"),
    retired("expect-slaves", "expect_slaves", "", integer, "is called --expect-workers now"),
    retired("web-auth", "web_auth", "LOCUST_WEB_AUTH", text, "has given way to --web-login"),
    retired("legacy-ui", "legacy_ui", "LOCUST_LEGACY_UI", flag,
            "is gone, there is one web page; run without it"),

    later("profile", 0, "profile", "", text, "LABEL"),
    later("web-host", 0, "web_host", "LOCUST_WEB_HOST", text, "HOST"),
    later("web-host-display-name", 0, "web_host_display_name", "LOCUST_WEB_HOST_DISPLAY_NAME", text, "URL",
          "", kHidden),
    later("web-port", 'P', "web_port", "LOCUST_WEB_PORT", integer, "PORT", "8089"),
    later("autostart", 0, "autostart", "LOCUST_AUTOSTART", flag),
    later("autoquit", 0, "autoquit", "LOCUST_AUTOQUIT", integer, "SECONDS", "-1"),
    later("web-login", 0, "web_login", "LOCUST_WEB_LOGIN", flag),
    later("tls-cert", 0, "tls_cert", "LOCUST_TLS_CERT", text, "FILE"),
    later("tls-key", 0, "tls_key", "LOCUST_TLS_KEY", text, "FILE"),
    later("class-picker", 0, "class_picker", "LOCUST_USERCLASS_PICKER", flag),
    later("build-path", 0, "build_path", "LOCUST_BUILD_PATH", text, "FOLDER", "", kHidden),
    later("web-base-path", 0, "web_base_path", "LOCUST_WEB_BASE_PATH", text, "PATH"),
    later("html", 0, "html_file", "LOCUST_HTML", text, "FILE"),
    later("master", 0, "master", "LOCUST_MODE_MASTER", flag),
    later("master-bind-host", 0, "master_bind_host", "LOCUST_MASTER_BIND_HOST", text, "HOST", "*"),
    later("master-bind-port", 0, "master_bind_port", "LOCUST_MASTER_BIND_PORT", integer, "PORT", "5557"),
    later("expect-workers", 0, "expect_workers", "LOCUST_EXPECT_WORKERS", integer, "N", "1"),
    later("expect-workers-max-wait", 0, "expect_workers_max_wait", "LOCUST_EXPECT_WORKERS_MAX_WAIT", integer,
          "SECONDS", "0"),
    later("enable-rebalancing", 0, "enable_rebalancing", "", flag),
    later("worker", 0, "worker", "LOCUST_MODE_WORKER", flag),
    later("master-host", 0, "master_host", "LOCUST_MASTER_NODE_HOST", text, "HOST", "127.0.0.1"),
    later("master-port", 0, "master_port", "LOCUST_MASTER_NODE_PORT", integer, "PORT", "5557"),
    later("otel", 0, "otel", "LOCUST_ENABLE_OPENTELEMETRY", flag),
    later("db", 0, "db", "", text, "URL"),
    later("watch", 0, "watch", "", integer, "PID"),
    later("label", 0, "label", "", repeated, "NAME=VALUE"),
};

}  // namespace

std::span<const OptionRow> option_table() { return kRows; }

}  // namespace acrida::app
