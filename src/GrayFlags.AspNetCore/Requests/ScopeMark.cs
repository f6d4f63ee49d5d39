namespace GrayFlags.AspNetCore.Requests;

/// <summary>Identifies a scope: one instance per scope.</summary>
internal sealed class ScopeMark;
