// What becomes of a space on the way to the policy. Images stay images.

extension BoxSpace {
  /// The space of these components alone, in this order; of all where `indices` is nil.
  ///
  /// - Throws: ``EnvironmentSetupError/imageTornApart(id:field:)`` where part of an image is among them.
  func selecting(_ indices: [Int]?, id: String) throws(EnvironmentSetupError) -> BoxSpace {
    guard let indices else { return self }
    var selected = [Field]()
    var rest = indices[...]
    while let first = rest.first {
      let (field, range) = field(at: first)
      switch field {
      case .image(let image):
        guard rest.prefix(range.count).elementsEqual(range) else {
          throw EnvironmentSetupError.imageTornApart(id: id, field: image.name)
        }
        selected.append(field)
        rest = rest.dropFirst(range.count)
      case .vector(let name, let components):
        let chosen = rest.prefix { range.contains($0) }
        selected.append(
          .vector(
            name: selected.freeName(name), chosen.map { components[$0 - range.lowerBound] }))
        rest = rest.dropFirst(chosen.count)
      }
    }
    return BoxSpace(fields: selected)
  }

  /// The same as a policy sees it: each category as zeros and a 1.
  var encoded: BoxSpace {
    BoxSpace(
      fields: fields.map { field in
        guard case .vector(let name, let components) = field else { return field }
        return .vector(name: name, components.flatMap(\.encoded))
      })
  }

  /// The same with more components at its end: the last field gets them if it is a vector, otherwise a
  /// vector called `previous`.
  func appending(_ components: [Component]) -> BoxSpace {
    if components.isEmpty { return self }
    if case .vector(let name, let own)? = fields.last {
      return BoxSpace(fields: fields.dropLast() + [.vector(name: name, own + components)])
    }
    return BoxSpace(fields: fields + [.vector(name: fields.freeName("previous"), components)])
  }

  /// The space of so many observations, oldest first: a vector gets all components of one after those of
  /// another, an image all channels.
  func stacked(_ count: Int) -> BoxSpace {
    if count == 1 { return self }
    return BoxSpace(
      fields: fields.map { field in
        switch field {
        case .vector(let name, let components):
          let ages = (0..<count).reversed()
          return .vector(name: name, ages.flatMap { age in components.map { $0.aged(by: age) } })
        case .image(let image):
          let shape = [count * image.shape[0]] + image.shape.dropFirst()
          return .image(
            ObservationLayout.Field(
              image.name, shape: shape, element: image.element, isSymbolic: image.isSymbolic))
        }
      })
  }
}

extension [BoxSpace.Field] {
  /// This name, or one like it where a field has it already.
  fileprivate func freeName(_ name: String) -> String {
    let taken = map(\.layout.name)
    if !taken.contains(name) { return name }
    return (2...).lazy.map { "\(name)_\($0)" }.first { !taken.contains($0) } ?? name
  }
}

extension BoxSpace.Component {
  /// What a policy sees of this component.
  var encoded: [BoxSpace.Component] {
    guard case .category(let count) = kind else { return [self] }
    return (0..<count).map { .value("\(name)_is_\($0)", 0...1) }
  }

  /// The same, this many steps ago.
  fileprivate func aged(by steps: Int) -> BoxSpace.Component {
    steps == 0
      ? self
      : BoxSpace.Component(
        name: "\(name)_\(steps)_steps_ago", bounds: bounds, kind: kind, unit: unit)
  }
}
