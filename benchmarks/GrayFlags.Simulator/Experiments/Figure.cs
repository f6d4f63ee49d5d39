namespace GrayFlags.Simulator.Experiments;

/// <summary>One line of the table.</summary>
/// <param name="Subject">What was measured.</param>
/// <param name="Bar">What it may be.</param>
/// <param name="Measured">What it is.</param>
/// <param name="Interval">Where it lies, at 95 %.</param>
/// <param name="Verdict">Whether the bar is held.</param>
/// <param name="Text">What else was seen.</param>
internal sealed record Figure(string Subject, string Bar, string Measured, string Interval, Verdict Verdict, string Text = "");
