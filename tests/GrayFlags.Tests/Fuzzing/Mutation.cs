namespace GrayFlags.Tests.Fuzzing;

/// <summary>The ways in which <see cref="Mutator"/> breaks a document: the list of FAULTS.md, "Fuzzing".</summary>
internal enum Mutation
{
    DeleteField,
    DuplicateField,
    DuplicateFieldEscaped,
    RenameField,
    SwapType,
    NullOut,
    OddNumber,
    WrapInDepth,
    Splice,
    Reorder,
    EscapeText,
    InsertMark,
    AppendGarbage,
    Cut,
}
