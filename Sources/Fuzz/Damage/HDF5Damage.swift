import CHDF5
import Foundation
import Tensors

/// Damage by someone who knows HDF5: the file stays one that libhdf5 opens.
struct HDF5Damage {
  let description: String
  /// Whether nobody may take the file, whoever vouches for it.
  let isUnacceptable: Bool

  /// Changes a file, and says how.
  static func apply(to url: URL, _ chance: inout RandomStream) throws(FuzzError) -> HDF5Damage {
    HDF5Victim.lock.lock()
    defer { HDF5Victim.lock.unlock() }
    let victim = try HDF5Victim(url)
    while true {
      if let damage = change(victim, &chance) { return damage }
    }
  }

  /// Nil where what was chosen cannot be done to this file.
  private static func change(
    _ victim: borrowing HDF5Victim, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let datasets = victim.objects.filter { !$0.isGroup }
    let object = chance.pick(victim.objects)
    let dataset = chance.pick(datasets)
    switch chance.integer(below: 20) {
    case 0, 1: return numbers(victim, dataset, &chance)
    case 2, 3: return shape(victim, dataset, &chance)
    case 4: return type(victim, dataset, &chance)
    case 5: return claim(victim, dataset, &chance)
    case 6, 7: return elsewhere(victim, dataset, &chance)
    case 8, 9: return links(victim, object, &chance)
    case 10, 11, 12, 13: return attribute(victim, &chance)
    case 14, 15: return settings(victim, &chance)
    case 16: return counter(victim, &chance)
    case 17: return more(victim, object, &chance)
    case 18: return hiddenStates(victim, &chance)
    default:
      guard object.path != "/" else { return nil }
      victim.remove(object.path)
      return done("without \(object.path)")
    }
  }

  private static func done(_ description: String, isUnacceptable: Bool = false) -> HDF5Damage {
    HDF5Damage(description: description, isUnacceptable: isUnacceptable)
  }

  private static func numbers(
    _ victim: borrowing HDF5Victim, _ dataset: HDF5Victim.Object, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let value = chance.pick(Extremes.doubles)
    let isAll = chance.oneIn(4)
    var chance = chance
    let isDone = victim.change(dataset.path) { values in
      let index = chance.integer(below: values.count)
      let range = isAll ? 0..<values.count : index..<index + 1
      for index in range { values[index] = value }
    }
    return isDone ? done("\(value) in \(isAll ? "all of " : "")\(dataset.path)") : nil
  }

  private static func shape(
    _ victim: borrowing HDF5Victim, _ dataset: HDF5Victim.Object, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let count = dataset.shape.reduce(1, *)
    var shape = dataset.shape
    switch chance.integer(below: 7) {
    case 0: shape = [count]
    case 1: shape = []
    case 2: shape = [1] + shape
    case 3: shape += [1]
    case 4: shape = shape.map { _ in 0 }
    case 5: shape = Array(shape.reversed())
    default:
      guard !shape.isEmpty else { return nil }
      let index = chance.integer(below: shape.count)
      shape[index] = chance.pick([0, 1, shape[index] + 1, 5000])
    }
    guard shape != dataset.shape, shape.reduce(1, *) < 1 << 20 else { return nil }
    guard victim.replace(dataset.path, type: chdf5_native_float(), shape: shape) else { return nil }
    _ = victim.write(dataset.path) { index in Double(index % 7) / 7 }
    return done("\(dataset.path) of shape \(shape)")
  }

  private static func type(
    _ victim: borrowing HDF5Victim, _ dataset: HDF5Victim.Object, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let kind = chance.integer(below: 7)
    let type =
      switch kind {
      case 0: H5Tcopy(chdf5_native_int8())
      case 1: H5Tcopy(chdf5_native_uint64())
      case 2: H5Tcopy(chdf5_native_double())
      case 3: H5Tcopy(chdf5_c_string())
      case 4: H5Tcreate(H5T_COMPOUND, 16)
      case 5: H5Tvlen_create(chdf5_native_float())
      default: H5Tcreate(H5T_OPAQUE, 1 << 20)
      }
    defer { H5Tclose(type) }
    if kind == 3 { H5Tset_size(type, chance.oneIn(2) ? chdf5_variable_size() : 5) }
    if kind == 4 {
      unsafe H5Tinsert(type, "r", 0, chdf5_native_double())
      unsafe H5Tinsert(type, "i", 8, chdf5_native_double())
    }
    guard victim.replace(dataset.path, type: type, shape: dataset.shape) else { return nil }
    return done("\(dataset.path) of another type, number \(kind)")
  }

  /// A size that is not there.
  private static func claim(
    _ victim: borrowing HDF5Victim, _ dataset: HDF5Victim.Object, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    var shape = dataset.shape.isEmpty ? [1] : dataset.shape
    let index = chance.integer(below: shape.count)
    shape[index] = chance.pick([1_900_000_000, 1 << 33, 1 << 40, 1 << 60, 500_000_000])
    let isChunked = chance.oneIn(2)
    let isCompressed = isChunked && chance.oneIn(2)
    let type = chance.oneIn(2) ? chdf5_native_float() : chdf5_native_double()
    let isDone = victim.replace(dataset.path, type: type, shape: shape) { properties in
      guard isChunked else { return }
      let chunk = shape.map { min($0, 1 << 10) }
      unsafe H5Pset_chunk(properties, Int32(chunk.count), chunk)
      if isCompressed { H5Pset_deflate(properties, 1) }
    }
    return isDone ? done("\(dataset.path) claims the shape \(shape)") : nil
  }

  /// Values that lie in another file.
  private static func elsewhere(
    _ victim: borrowing HDF5Victim, _ dataset: HDF5Victim.Object, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let isUnacceptable = dataset.isParameter
    let path = dataset.path
    switch chance.integer(below: 3) {
    case 0:
      let place = chance.pick([Scratch.secretPath, "fifo", "/proc/self/environ", "zero"])
      let bytes = 4 * dataset.shape.reduce(1, *)
      let isDone = victim.replace(path, type: chdf5_native_float(), shape: dataset.shape) {
        _ = unsafe H5Pset_external($0, place, 0, bytes)
      }
      return isDone ? done("\(path) lies in \(place)", isUnacceptable: isUnacceptable) : nil
    case 1:
      let target = chance.pick([Scratch.secretPath, "fifo", "other.h5", "zero", "/dev/null"])
      victim.remove(path)
      let status = unsafe H5Lcreate_external(
        target, path, victim.file, path, chdf5_default(), chdf5_default())
      return status >= 0
        ? done("\(path) leads to the file \(target)", isUnacceptable: isUnacceptable) : nil
    default:
      let space = HDF5Victim.space(dataset.shape)
      defer { H5Sclose(space) }
      let isDone = victim.replace(path, type: chdf5_native_float(), shape: dataset.shape) {
        _ = unsafe H5Pset_virtual($0, space, "other.h5", path, space)
      }
      return isDone ? done("\(path) is a view of other.h5", isUnacceptable: isUnacceptable) : nil
    }
  }

  private static func links(
    _ victim: borrowing HDF5Victim, _ object: HDF5Victim.Object, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let other = chance.pick(victim.objects).path
    let path = object.path
    switch chance.integer(below: 4) {
    case 0:
      let new = (path == "/" ? "" : path) + "/loop"
      guard
        unsafe H5Lcreate_hard(
          victim.file, other, victim.file, new, chdf5_default(), chdf5_default()) >= 0
      else { return nil }
      return done("\(new) is \(other) again")
    case 1:
      guard path != "/" else { return nil }
      let target = chance.pick([path, "/none", other, "..", ".", ""])
      victim.remove(path)
      guard
        unsafe H5Lcreate_soft(target, victim.file, path, chdf5_default(), chdf5_default()) >= 0
      else { return nil }
      return done("\(path) is a soft link to \(target)")
    case 2:
      guard path != "/", other != "/", path != other else { return nil }
      victim.remove(path)
      guard
        unsafe H5Lcreate_hard(
          victim.file, other, victim.file, path, chdf5_default(), chdf5_default()) >= 0
      else { return nil }
      return done("\(path) is \(other)")
    default:
      guard object.isGroup else { return nil }
      let new = (path == "/" ? "" : path) + "/" + chance.pick(["a\nb", "episode_-1", "episode_x"])
      guard
        unsafe H5Lcreate_hard(
          victim.file, other, victim.file, new, chdf5_default(), chdf5_default()) >= 0
      else { return nil }
      return done("\(Tree.quoted(new)) is \(other)")
    }
  }

  private static func attribute(
    _ victim: borrowing HDF5Victim, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let holders = victim.objects.filter { !$0.attributes.isEmpty }
    guard !holders.isEmpty else { return nil }
    let holder = chance.pick(holders)
    let name = chance.pick(holder.attributes)
    let path = holder.path
    let place = "the attribute \(name) of \(path)"
    switch chance.integer(below: 8) {
    case 0:
      unsafe H5Adelete_by_name(victim.file, path, name, chdf5_default())
      return done("without \(place)")
    case 1:
      var value = chance.pick(Extremes.doubles)
      let isDone = unsafe victim.setAttribute(
        name, on: path, type: chdf5_native_double(), &value)
      return isDone ? done("\(place) is \(value)") : nil
    case 2:
      let value = chance.pick(Extremes.counts)
      return victim.setAttribute(name, on: path, integer: value)
        ? done("\(place) is \(value)") : nil
    case 3:
      let values = [Int64](repeating: chance.pick(Extremes.counts), count: 5)
      let isDone = unsafe victim.setAttribute(
        name, on: path, type: chdf5_native_int64(), shape: [5], values)
      return isDone ? done("\(place) is \(values)") : nil
    case 4:
      let isDone = unsafe victim.setAttribute(
        name, on: path, type: chdf5_native_int64(), shape: [0], [Int64(0)])
      return isDone ? done("\(place) is empty") : nil
    default:
      let text = Extremes.text(&chance)
      return victim.setAttribute(name, on: path, text: text)
        ? done("\(place) is \(Tree.quoted(String(text.prefix(60))))") : nil
    }
  }

  /// A change in an attribute that holds JSON.
  private static func settings(
    _ victim: borrowing HDF5Victim, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let holder = chance.pick(victim.objects.filter { !$0.attributes.isEmpty })
    let texts = holder.attributes.compactMap { name in
      victim.text(of: name, on: holder.path).map { (name, $0) }
    }.filter { $0.1.hasPrefix("{") }
    guard !texts.isEmpty else { return nil }
    let (name, text) = chance.pick(texts)
    guard var tree = Tree(parsing: text) else { return nil }
    let change = tree.damage(&chance)
    return victim.setAttribute(name, on: holder.path, text: tree.json)
      ? done("in the attribute \(name) of \(holder.path), \(change)") : nil
  }

  /// A counter that overflows with the next step, or was never reached.
  private static func counter(
    _ victim: borrowing HDF5Victim, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let counters = victim.objects.flatMap { object in
      object.attributes.map { (object.path, $0) }
    }.filter { victim.isInteger($0.1, on: $0.0) }
    guard !counters.isEmpty else { return nil }
    let (path, name) = chance.pick(counters)
    let value = chance.pick(Extremes.counts)
    let isCount = ["update_count", "step_count"].contains(name) && path == "/"
    return victim.setAttribute(name, on: path, integer: value)
      ? done(
        "the counter \(name) of \(path) is \(value)",
        isUnacceptable: isCount && (value < 0 || value >= 1_000_000_000_000))
      : nil
  }

  /// Much that nobody asked for.
  private static func more(
    _ victim: borrowing HDF5Victim, _ object: HDF5Victim.Object, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    guard object.isGroup else { return nil }
    let count = chance.pick([1, 3000])
    let stem = chance.pick(["more", "episode_", "episode_99999999999999999999", "a/b/c"])
    let links = H5Pcreate(chdf5_link_create_class())
    H5Pset_create_intermediate_group(links, 1)
    defer { H5Pclose(links) }
    for index in 0..<count {
      let path = (object.path == "/" ? "" : object.path) + "/\(stem)\(index)"
      let group = unsafe H5Gcreate2(
        victim.file, path, links, chdf5_default(), chdf5_default())
      if group >= 0 { H5Gclose(group) }
    }
    return done("\(count) groups \(stem) more in \(object.path)")
  }

  /// Hidden states of a form that no policy has.
  private static func hiddenStates(
    _ victim: borrowing HDF5Victim, _ chance: inout RandomStream
  ) -> HDF5Damage? {
    let states = victim.objects.filter { $0.path.hasSuffix("hidden_states") && $0.shape.count == 2 }
    guard !states.isEmpty else { return nil }
    let all = chance.oneIn(2) ? states : [chance.pick(states)]
    let form = chance.integer(below: 5)
    for state in all {
      let steps = state.shape[0]
      let shape = [[steps], [steps, 0], [steps, 5000], [0, state.shape[1]], [steps, 1]][form]
      guard victim.replace(state.path, type: chdf5_native_float(), shape: shape) else { return nil }
      _ = victim.write(state.path) { index in Double(index % 11) / 11 }
    }
    return done("hidden states of form \(form) in \(all.count) episodes")
  }
}
