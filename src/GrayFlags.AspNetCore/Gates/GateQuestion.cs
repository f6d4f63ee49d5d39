namespace GrayFlags.AspNetCore.Gates;

/// <summary>A flag to ask for, and what comes then: another question by its index, or the complement of where it ends.</summary>
internal readonly record struct GateQuestion(string Flag, int WhenOn, int WhenOff);
