using GrayFlags.Documents;

namespace GrayFlags.Providers.Http;

/// <summary>The document that serves, with what is needed to ask for a newer one.</summary>
internal sealed record AppliedDocument(FlagDocument Document, string Hash, Validators Validators);
