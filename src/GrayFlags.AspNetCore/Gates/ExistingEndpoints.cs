namespace GrayFlags.AspNetCore.Gates;

/// <summary>The endpoints of a route that exist for whoever asks.</summary>
/// <param name="Exist">For each of them, whether it does.</param>
/// <param name="Answers">The answers by which that was decided, and by which gates are decided from here on.</param>
internal readonly record struct ExistingEndpoints(bool[] Exist, FlagAnswers Answers);
