import Agents
import ArgumentParser

/// Where settings come from that no flag gives.
struct SettingsOptions: ParsableArguments {
  @Option("name", "Settings that are known to work; see 'agents presets'.")
  var preset: String?

  @Option(
    "file",
    """
    Settings from a file: flags by their names in YAML, or the config.json of a run. Flags on the \
    command line win.
    """)
  var config: String?
}
