extension Theme {
    public static let builtIn: [Theme] = []
    static let builtInDefault = Theme(name: "default", looks: [:])
    static let builtInMono = Theme(name: "default", looks: [:])
}
