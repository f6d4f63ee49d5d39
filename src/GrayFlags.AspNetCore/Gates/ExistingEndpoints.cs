namespace GrayFlags.AspNetCore.Gates;

/// <summary>The endpoints of a route that exist for the requester.</summary>
/// <param name="Exist">For each endpoint, true when it exists.</param>
/// <param name="Answers">The flags' answers, which later gates reuse.</param>
internal readonly record struct ExistingEndpoints(bool[] Exist, FlagAnswers Answers);
