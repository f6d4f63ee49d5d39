namespace GrayFlags;

/// <summary>Says who is asking, for calls that name no context. A singleton, called from any thread.</summary>
/// <remarks>One that throws or gives null answers for <see cref="GrayContext.Anonymous"/>.</remarks>
public interface IGrayContextAccessor
{
    /// <summary>The context of the current flow of execution; null when there is none.</summary>
    GrayContext? Context { get; }
}
