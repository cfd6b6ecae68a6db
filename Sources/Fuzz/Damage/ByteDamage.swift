import Foundation
import Tensors

/// Damage that knows nothing of what it damages: what disks, networks and editors do.
package enum ByteDamage {
  /// Changes `data`, and says how.
  package static func apply(to data: inout Data, _ chance: inout RandomStream) -> String {
    precondition(!data.isEmpty)
    let before = data
    while true {
      let description = change(&data, &chance)
      if data != before { return description }
      data = before
    }
  }

  private static func change(_ data: inout Data, _ chance: inout RandomStream) -> String {
    let count = data.count
    let place = chance.integer(below: count)
    let length = min(1 + chance.integer(below: 1 << (1 + chance.integer(below: 12))), count - place)
    let block = place..<place + length
    switch chance.integer(below: 11) {
    case 0...3:
      let flips = 1 + (chance.oneIn(3) ? chance.integer(below: 4) : 0)
      var places = [place]
      for _ in 1..<flips { places.append(chance.integer(below: count)) }
      for place in places { data[place] ^= 1 << UInt8(chance.integer(below: 8)) }
      return "a bit flipped in each of the bytes \(places)"
    case 4:
      let value = chance.pick([0, 1, 0x7f, 0x80, 0xff, UInt8(chance.integer(below: 256))])
      data[place] = value
      return "byte \(place) set to \(value)"
    case 5:
      data = data.prefix(place)
      return "cut off after \(place) bytes"
    case 6:
      data.replaceSubrange(block, with: Data(count: length))
      return "zeros in the bytes \(block)"
    case 7:
      let other = chance.integer(below: count - length + 1)
      data.replaceSubrange(block, with: Data(data[other..<other + length]))
      return "the bytes from \(other) in the place of the bytes \(block)"
    case 8:
      let garbage = (0..<length).map { _ in UInt8(chance.integer(below: 256)) }
      data.append(contentsOf: garbage)
      return "\(length) bytes of garbage at the end"
    case 9:
      data.removeSubrange(block)
      return "the bytes \(block) left out"
    default:
      data.insert(contentsOf: Data(data[block]), at: place)
      return "the bytes \(block) twice"
    }
  }
}
