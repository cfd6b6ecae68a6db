@_exported import Spaces

/// The space of an observation: the components of a vector, with their names and bounds, or an image, or
/// several of both.
///
///     BoxSpace([.position("x", -1...1), .velocity("speed")])
///     .image("view", channels: 3, height: 16, width: 32)
///     .image("view", channels: 3, height: 16, width: 32) + BoxSpace([.value("touch")])
///
/// An observation is one flat row of numbers, field after field; an image's are channel by channel, each
/// row by row.
public struct BoxSpace: Sendable, Hashable {
  /// A part of the observation.
  enum Field: Sendable, Hashable {
    case vector(name: String, [Component])
    case image(ObservationLayout.Field)
  }

  let fields: [Field]
  /// The names and shapes of the fields. A vector without a name of its own is called `observation`.
  public let layout: ObservationLayout
  /// The number of components, O.
  public let size: Int

  /// A vector of at least one component.
  ///
  /// - Parameter name: What the vector is called among the fields of an observation.
  public init(_ components: [Component], named name: String = Self.vectorName) {
    precondition(!components.isEmpty, "an observation has at least one component")
    self.init(fields: [.vector(name: name, components)])
  }

  /// An image of C channels, H rows and W columns whose numbers are bytes, 0 to 255.
  ///
  /// - Parameter isSymbolic: Whether the bytes are numbers of things, such as 0 and 1 for what is on a
  ///   square and what is not; otherwise they are brightnesses, which a policy divides by 255.
  public static func image(
    _ name: String, channels: Int, height: Int, width: Int, isSymbolic: Bool = false
  ) -> BoxSpace {
    precondition(channels > 0 && height > 0 && width > 0, "an image has at least one pixel")
    return BoxSpace(fields: [
      .image(
        ObservationLayout.Field(
          name, shape: [channels, height, width], element: .uint8, isSymbolic: isSymbolic))
    ])
  }

  /// The fields of the first, then those of the second. No two have the same name.
  public static func + (first: BoxSpace, second: BoxSpace) -> BoxSpace {
    BoxSpace(fields: first.fields + second.fields)
  }

  init(fields: [Field]) {
    let layout = ObservationLayout(fields.map(\.layout))
    precondition(!fields.isEmpty, "an observation has at least one component")
    precondition(
      Set(layout.fields.map(\.name)).count == fields.count, "each field has a name of its own")
    self.fields = fields
    self.layout = layout
    size = layout.size
  }

  /// What a vector is called that has no name of its own.
  public static let vectorName = "observation"

  /// All components, in the order of a row: those of vectors, and a number for each channel of each
  /// pixel, such as `view_0_3_7` for channel 0, row 3 and column 7. They are made at each call where there
  /// are images.
  public var components: [Component] {
    if fields.count == 1, case .vector(_, let components) = fields[0] { return components }
    return fields.flatMap(\.components)
  }

  /// The component at this place of a row.
  func component(at index: Int) -> Component {
    let (field, range) = field(at: index)
    switch field {
    case .vector(_, let components): return components[index - range.lowerBound]
    case .image(let image): return .pixel(index - range.lowerBound, of: image)
    }
  }

  /// The field that a component belongs to, and where in a row that is.
  func field(at index: Int) -> (field: Field, range: Range<Int>) {
    for (field, range) in zip(fields, fieldRanges) where range.contains(index) {
      return (field, range)
    }
    preconditionFailure("an observation has no component \(index)")
  }

  /// What there is to select by name: the components of vectors, and images as a whole.
  package var names: [String] {
    fields.flatMap { field in
      switch field {
      case .vector(_, let components): components.map(\.name)
      case .image(let image): [image.name]
      }
    }
  }

  /// Where in a row the component or the image is that is called `name`; nil where there is none.
  package func indices(named name: String) -> Range<Int>? {
    for (field, range) in zip(fields, fieldRanges) {
      switch field {
      case .vector(_, let components):
        if let index = components.firstIndex(where: { $0.name == name }) {
          return range.lowerBound + index..<range.lowerBound + index + 1
        }
      case .image(let image): if image.name == name { return range }
      }
    }
    return nil
  }

  /// Where each field is in a row.
  var fieldRanges: [Range<Int>] {
    var start = 0
    return fields.map { field in
      defer { start += field.layout.size }
      return start..<start + field.layout.size
    }
  }

  /// Where a row has bytes.
  var byteRanges: [Range<Int>] {
    zip(fields, fieldRanges).filter { $0.0.layout.element == .uint8 }.map(\.1)
  }
}

extension BoxSpace.Field {
  fileprivate var components: [BoxSpace.Component] {
    switch self {
    case .vector(_, let components): components
    case .image(let image): (0..<image.size).map { .pixel($0, of: image) }
    }
  }

  var layout: ObservationLayout.Field {
    switch self {
    case .vector(let name, let components):
      ObservationLayout.Field(name, shape: [components.count])
    case .image(let image): image
    }
  }
}

extension BoxSpace.Component {
  /// One channel of one pixel, by its place in the image.
  fileprivate static func pixel(_ index: Int, of image: ObservationLayout.Field) -> Self {
    let (height, width) = (image.shape[1], image.shape[2])
    let (channel, place) = index.quotientAndRemainder(dividingBy: height * width)
    let (row, column) = place.quotientAndRemainder(dividingBy: width)
    return .value("\(image.name)_\(channel)_\(row)_\(column)", 0...255)
  }
}
