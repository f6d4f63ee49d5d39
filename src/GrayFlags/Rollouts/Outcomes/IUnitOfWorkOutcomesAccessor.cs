namespace GrayFlags;

/// <summary>Gives the outcome of the unit of work that is under way, so that flags with guards learn how it went. Implementations are singletons, safe to call from any thread, and quick.</summary>
public interface IUnitOfWorkOutcomesAccessor
{
    /// <summary>The current one; null where nothing is under way. Must not throw.</summary>
    UnitOfWorkOutcomes? Current { get; }
}
