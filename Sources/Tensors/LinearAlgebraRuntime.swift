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

  /// Whether the processor may lower its clock for a while after products in wide registers, so that
  /// whatever else a thread does takes longer. A step of HalfCheetah, 100 us on a Xeon of Intel's Skylake,
  /// takes 130 where products in registers of 512 bits stand between steps, 115 with 256 bits and 100
  /// with 128.
  package static let processorSlowsDown = ck_processor_slows_down() != 0

  /// Runs `body` with kernels that keep the processor's clock up, on the calling thread. They take
  /// longer and give the same bits.
  @inline(__always)
  package static func gently<Result, Failure>(
    if isGentle: Bool = true, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard isGentle else { return try body() }
    ck_set_gentle(1)
    defer { ck_set_gentle(0) }
    return try body()
  }

  /// The library's version and build settings.
  public static var configuration: String { unsafe String(cString: openblas_get_config()) }
}
