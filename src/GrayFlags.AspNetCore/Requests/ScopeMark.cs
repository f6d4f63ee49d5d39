namespace GrayFlags.AspNetCore.Requests;

/// <summary>One for each scope: two that are the same are of the same scope.</summary>
internal sealed class ScopeMark;
