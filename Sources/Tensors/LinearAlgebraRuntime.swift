import CKernels
import COpenBLAS

/// What the process knows about the matrix library it runs on.
public enum LinearAlgebraRuntime {
  /// Makes every call run on the thread that makes it: the lanes are our threads.
  public static func useOneThread() { openblas_set_num_threads(1) }

  /// The name of the kernels in use, such as `Haswell` or `SkylakeX`.
  public static var kernelName: String { unsafe String(cString: openblas_get_corename()) }

  /// The names of the kernels that use AVX-512.
  static let avx512KernelNames: Set<String> = ["SkylakeX", "Cooperlake", "SapphireRapids"]

  /// Whether the processor and the system have the AVX-512 instructions that those kernels use.
  static var processorHasAVX512: Bool { ck_processor_has_avx512() != 0 }

  /// The library's version and build settings.
  public static var configuration: String { unsafe String(cString: openblas_get_config()) }
}
