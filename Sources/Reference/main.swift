import Foundation
import ReferenceChecks

let status = ReferenceCommand.run(
  Array(CommandLine.arguments.dropFirst()),
  print: { FileHandle.standardOutput.write(Data($0.utf8)) },
  complain: { FileHandle.standardError.write(Data($0.utf8)) })
exit(status.rawValue)
