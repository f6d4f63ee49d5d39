namespace GrayFlags;

/// <summary>Returns the outcomes of the current unit of work, through which flags with guards learn its result.</summary>
/// <remarks>Implementations are singletons, thread-safe and quick.</remarks>
public interface IUnitOfWorkOutcomesAccessor
{
    /// <summary>The current unit of work; null when there is none. Must not throw.</summary>
    UnitOfWorkOutcomes? Current { get; }
}
