import Foundation

/// The manual page of a program and its commands, in the macros of man(7), from what they declare.
struct ManualPage {
  private let program: CommandInformation
  private let version: String

  init(_ program: CommandInformation, version: String) {
    self.program = program
    self.version = version
  }

  var text: String {
    let name = program.commandName
    var lines = [
      #".TH \#(name.uppercased()) 1 "" "\#(name) \#(version)" "User Commands""#,
      ".SH NAME", "\(name) \\- \(Self.escape(program.abstract ?? ""))",
      ".SH SYNOPSIS", ".B \(name)", ".I command", "[options]",
      ".SH DESCRIPTION",
    ]
    lines += Self.paragraphs(program.discussion)
    for command in commands(below: program, path: "") { lines += section(of: command) }
    lines += [
      ".SH EXIT STATUS", "0 for success, 1 where runs of a grid failed, 64 for wrong usage, 65 for",
      "bad data and 74 for failed input or output. A program that was asked to stop ends by the",
      "signal that asked.",
    ]
    return lines.joined(separator: "\n")
  }

  /// Those that the help shows, each with all the words that call it.
  private func commands(
    below command: CommandInformation, path: String
  ) -> [(name: String, command: CommandInformation)] {
    (command.subcommands ?? [])
      .filter { $0.shouldDisplay != false && $0.commandName != "help" }
      .flatMap { child in
        let name = path.isEmpty ? child.commandName : "\(path) \(child.commandName)"
        return [(name, child)] + commands(below: child, path: name)
      }
  }

  private func section(of entry: (name: String, command: CommandInformation)) -> [String] {
    let command = entry.command
    var lines = [
      ".SH \(entry.name.uppercased())", ".B \(program.commandName) \(Self.escape(entry.name))",
    ]
    lines += Self.paragraphs(command.abstract) + Self.paragraphs(command.discussion)
    var title: String?
    for argument in command.arguments ?? [] where argument.shouldDisplay {
      // What every command has.
      if ["help", "version"].contains(argument.longNames.first) { continue }
      if argument.sectionTitle != title {
        title = argument.sectionTitle
        lines.append(".SS \(Self.escape(title ?? "Options"))")
      }
      lines += [".TP", argument.synopsis, Self.escape(argument.explanation)]
    }
    return lines
  }

  private static func paragraphs(_ text: String?) -> [String] {
    (text ?? "").components(separatedBy: "\n\n").filter { !$0.isEmpty }
      .flatMap { [".PP", escape($0)] }
  }

  /// The text, no character of it being a command of the formatter.
  fileprivate static func escape(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .split(separator: "\n", omittingEmptySubsequences: false)
      // A line that begins with one of these would be a command.
      .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&\($0)" : String($0) }
      .joined(separator: "\n")
  }
}

extension CommandInformation.Argument {
  /// What it does, and what is taken where it is left out.
  fileprivate var explanation: String {
    (abstract ?? "") + (defaultValue.map { " (\($0))" } ?? "")
  }

  /// How it is written: `--lr x`.
  fileprivate var synopsis: String {
    let flags = (names ?? []).map { ($0.kind == "short" ? "-" : "--") + $0.name }
    let value = kind == "flag" ? "" : " \\fI\(ManualPage.escape(valueName ?? "value"))\\fR"
    let escaped = flags.map { "\\fB\(ManualPage.escape($0))\\fR" }.joined(separator: ", ")
    return "\(escaped)\(value)".trimmingCharacters(in: .whitespaces)
  }
}
