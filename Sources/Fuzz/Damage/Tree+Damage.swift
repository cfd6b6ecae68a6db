import Tensors

extension Tree {
  /// Changes one to three places, and says which.
  mutating func damage(_ chance: inout RandomStream) -> String {
    let times = chance.oneIn(2) ? 1 : 1 + chance.integer(below: 3)
    return (0..<times).map { _ in
      var place = chance.integer(below: count)
      return change(at: &place, in: "", &chance) ?? "nothing"
    }.joined(separator: "; ")
  }

  /// Changes the node that `place` counts down to.
  private mutating func change(
    at place: inout Int, in path: String, _ chance: inout RandomStream
  ) -> String? {
    if place == 0 {
      place = -1
      return "\(path.isEmpty ? "the root" : path): \(changeHere(&chance))"
    }
    place -= 1
    switch self {
    case .scalar: return nil
    case .list(var items):
      for index in items.indices {
        if let done = items[index].change(at: &place, in: "\(path)/\(index)", &chance) {
          self = .list(items)
          return done
        }
      }
    case .map(var pairs):
      for index in pairs.indices {
        let path = "\(path)/\(pairs[index].key)"
        if let done = pairs[index].value.change(at: &place, in: path, &chance) {
          self = .map(pairs)
          return done
        }
      }
    }
    return nil
  }

  private mutating func changeHere(_ chance: inout RandomStream) -> String {
    switch self {
    case .scalar where !chance.oneIn(4), _ where chance.oneIn(6):
      return replaceHere(&chance)
    case .list(var items) where !items.isEmpty:
      let index = chance.integer(below: items.count)
      defer { self = .list(items) }
      switch chance.integer(below: 4) {
      case 0:
        items.remove(at: index)
        return "without item \(index)"
      case 1:
        items = Array(repeating: items[index], count: chance.pick([2, 100, 20_000]))
        return "item \(index) \(items.count) times"
      case 2:
        items.append(Self.hostile(&chance))
        return "an item more"
      default:
        items = []
        return "empty"
      }
    case .map(var pairs) where !pairs.isEmpty:
      let index = chance.integer(below: pairs.count)
      let key = pairs[index].key
      defer { self = .map(pairs) }
      switch chance.integer(below: 7) {
      case 0:
        pairs.remove(at: index)
        return "without \(key)"
      case 1:
        pairs.append((key, chance.oneIn(2) ? pairs[index].value : Self.hostile(&chance)))
        return "\(key) twice"
      case 2:
        let name = chance.oneIn(2) ? Extremes.text(&chance) : key + "s"
        pairs.append((name, pairs[index].value))
        return "\(key) also called \(name.prefix(40))"
      case 3:
        pairs[index].key = Extremes.text(&chance)
        return "\(key) called \(pairs[index].key.prefix(40))"
      case 4:
        pairs += (0..<20_000).map { ("key\($0)", .scalar("1")) }
        return "20000 keys more"
      case 5:
        pairs = []
        return "empty"
      default:
        pairs.swapAt(0, index)
        (pairs[0].value, pairs[index].value) = (pairs[index].value, pairs[0].value)
        return "the values of two keys exchanged"
      }
    default:
      return replaceHere(&chance)
    }
  }

  private mutating func replaceHere(_ chance: inout RandomStream) -> String {
    self = Self.hostile(&chance)
    return "replaced by \(json.prefix(60))"
  }

  private static func hostile(_ chance: inout RandomStream) -> Tree {
    switch chance.integer(below: 12) {
    case 0...4: return .scalar(Extremes.number(&chance))
    case 5, 6, 7: return .text(Extremes.text(&chance))
    case 8:
      return .scalar(chance.pick(["true", "false", "null", "yes", "~", "1:30", "2001-01-01"]))
    case 9: return chance.oneIn(2) ? .list([]) : .map([])
    case 10:
      var tree = Tree.scalar("1")
      for _ in 0..<chance.pick([3, 100, 3000]) {
        tree = chance.oneIn(2) ? .list([tree]) : .map([("a", tree)])
      }
      return tree
    default: return .list([.scalar(Extremes.number(&chance)), .text(Extremes.text(&chance))])
    }
  }
}
