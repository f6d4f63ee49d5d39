namespace GrayFlags.Changes;

/// <summary>A flag or a segment that two documents write differently.</summary>
/// <param name="Kind"><c>flag</c>, <c>segment</c> or <c>document</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="What"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Fields">The fields that differ.</param>
internal sealed record EntryChange(string Kind, string Name, string What, IReadOnlyList<FieldChange> Fields);
