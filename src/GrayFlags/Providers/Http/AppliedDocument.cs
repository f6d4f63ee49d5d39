using GrayFlags.Documents;

namespace GrayFlags.Providers.Http;

/// <summary>The document that serves, with what is needed to ask for a newer one.</summary>
/// <param name="Document">The document.</param>
/// <param name="Hash">Tells its bytes apart from others.</param>
/// <param name="Validators">What the server gave with it.</param>
/// <param name="TakenAt">When it came, by this machine's clock.</param>
/// <param name="LeftOut">The flags that its format could not express and left out.</param>
internal sealed record AppliedDocument(FlagDocument Document, string Hash, Validators Validators, DateTimeOffset TakenAt, IReadOnlyList<string> LeftOut);
