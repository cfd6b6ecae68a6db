import CMuJoCo
import Foundation

extension MuJoCoSimulation {
  /// Gives back the memory of the matrix between constraints and of its indices until something is
  /// written there.
  ///
  /// MuJoCo clears all its arrays when it makes them, so that every simulation of a model with room for
  /// 500 constraints takes 3 MB. These two are nearly all of that, and the solver that models have by
  /// default never touches them. A page that was given back is full of zeros when it is next used, as
  /// before.
  static func releaseConstraintMatrix(
    of data: UnsafeMutablePointer<mjData>, model: UnsafeMutablePointer<mjModel>
  ) {
    let count = unsafe Int(model.pointee.njmax) * Int(model.pointee.njmax)
    unsafe release(data.pointee.efc_AR, count: count)
    unsafe release(data.pointee.efc_AR_colind, count: count)
  }

  /// Gives back the pages that lie wholly within an array that is all zeros.
  private static func release<Number>(_ array: UnsafeMutablePointer<Number>, count: Int) {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let start = (Int(bitPattern: array) + page - 1) / page * page
    let end = unsafe Int(bitPattern: array + count) / page * page
    guard end > start else { return }
    // Where it fails, the memory stays as it is.
    _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_DONTNEED)
  }
}
