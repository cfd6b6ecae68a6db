import Agents
import Environments
import Evaluate
import Experiments
import Figures
import Files
import HDF5
import Tensors
import YAML

/// What the program's exit status says about a failure, in the numbers of sysexits.h.
enum ExitStatus: Int32 {
  /// Some runs of a grid failed.
  case failedRuns = 1
  /// The command line or a setting is wrong.
  case wrongUsage = 64
  /// A file that was read or a number that was computed is wrong.
  case badData = 65
  /// Reading or writing failed.
  case failedInputOutput = 74

  /// Nil for errors that the argument parser knows better how to report.
  init?(of error: any Error) {
    switch error {
    case EnvironmentSetupError.task(let error): self = .init(of: error)
    case is ConfigurationError, is EnvironmentSetupError: self = .wrongUsage
    case is TrainingError, is EnvironmentFailure: self = .badData
    case let error as HDF5Error: self = error.isBadData ? .badData : .failedInputOutput
    case is FileError: self = .failedInputOutput
    case is ProgressLogError, is YAMLError: self = .badData
    case let error as RunDirectoryError: self = .init(of: error)
    case let error as RunPlaceError: self = .init(of: error)
    case is OtherSettingsError: self = .wrongUsage
    case let error as EvaluationError: self = .init(of: error)
    case let error as AnalysisError: self = .init(of: error)
    case is LinearAlgebraError: self = .badData
    case let error as PlotError: self = .init(of: error)
    case let error as VideoError:
      self = error.isWrongUsage ? .wrongUsage : .failedInputOutput
    case let error as RunQueryError: self = error.isWrongUsage ? .wrongUsage : .badData
    case let error as GridError: self = error.isBadData ? .badData : .wrongUsage
    case is GridFailure: self = .failedRuns
    case is SlurmError: self = .failedInputOutput
    case let error as OutputFileError: self = .init(of: error)
    case let error as TrainingFailure: self.init(of: error.cause)
    default: return nil
    }
  }

  private init(of error: TaskError) {
    switch error {
    case .unreadable: self = .failedInputOutput
    case .malformed, .unusableModel, .changed: self = .badData
    }
  }

  private init(of error: RunPlaceError) {
    switch error {
    case .noCheckpoint: self = .badData
    case .notTheNewest, .noBestPolicy, .bestOfFile: self = .wrongUsage
    }
  }

  private init(of error: EvaluationError) {
    switch error {
    case .usage, .unfitting: self = .wrongUsage
    case .environment, .endless, .tooMuch: self = .badData
    }
  }

  private init(of error: AnalysisError) {
    switch error.cause {
    case .wrongUsage: self = .wrongUsage
    case .badData: self = .badData
    }
  }

  private init(of error: PlotError) {
    switch error {
    case .unknownFormat, .tooSmall: self = .wrongUsage
    case .gnuplotMissing, .gnuplotFailed: self = .failedInputOutput
    }
  }

  private init(of error: OutputFileError) {
    switch error {
    case .exists, .isFolder: self = .wrongUsage
    case .folderNotWritable: self = .failedInputOutput
    }
  }

  private init(of error: RunDirectoryError) {
    switch error {
    case .unusableName: self = .wrongUsage
    case .missing, .notAFolder, .gone, .noRuns, .noneBelow: self = .failedInputOutput
    case .notARun, .incomplete: self = .badData
    }
  }
}
