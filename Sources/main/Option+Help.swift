import ArgumentParser

/// Options that stand in the help with a short word for their value.
extension Option {
  /// An integer. One below zero is taken for a value, too, and not for the next flag.
  init<Number: ExpressibleByArgument>(integer help: String) where Value == Number? {
    self.init(parsing: .unconditional, help: ArgumentHelp(help, valueName: "n"))
  }

  /// A number with decimals, likewise.
  init(number help: String) where Value == Double? {
    self.init(parsing: .unconditional, help: ArgumentHelp(help, valueName: "x"))
  }

  /// One of the names that the type knows, or any text.
  init<Name: ExpressibleByArgument>(_ valueName: String, _ help: String) where Value == Name? {
    self.init(help: ArgumentHelp(help, valueName: valueName))
  }
}
