namespace GrayFlags;

/// <summary>Supplies the context of calls that name none. A singleton, called from any thread.</summary>
/// <remarks>One that throws or returns null stands for <see cref="GrayContext.Anonymous"/>.</remarks>
public interface IGrayContextAccessor
{
    /// <summary>The context of the current flow of execution; null when there is none.</summary>
    GrayContext? Context { get; }
}
