import Tensors

@main
enum Program {
  static func main() {
    LinearAlgebraRuntime.restartWithFastestKernels()
    LinearAlgebraRuntime.useOneThread()
    BenchmarkCommand.main()
  }
}
