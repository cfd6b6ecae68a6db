import CMuJoCo

extension MuJoCoModel {
  /// A digest of the compiled model: FNV-1a of 64 bits over what MuJoCo saves of it. It tells models
  /// apart that were changed in good faith, whichever of their files was; it is no protection.
  var digest: String {
    let size = unsafe mj_sizeModel(pointer)
    // MuJoCo leaves gaps between arrays.
    var bytes = [UInt8](repeating: 0, count: Int(size))
    unsafe mj_saveModel(pointer, nil, &bytes, size)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
