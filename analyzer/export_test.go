package analyzer

// AnalyzeInOrder is Analyze with the order in which files are visited.
var AnalyzeInOrder = analyze
