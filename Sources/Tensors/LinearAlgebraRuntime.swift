import COpenBLAS

/// What the process knows about the matrix library it runs on.
public enum LinearAlgebraRuntime {
  /// Makes every call run on the thread that makes it: the lanes are our threads.
  public static func useOneThread() { openblas_set_num_threads(1) }

  /// The name of the kernels in use, such as `Haswell` or `SkylakeX`.
  public static var kernelName: String { unsafe String(cString: openblas_get_corename()) }

  /// The library's version and build settings.
  public static var configuration: String { unsafe String(cString: openblas_get_config()) }
}
