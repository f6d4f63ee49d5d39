namespace GrayFlags.DependencyInjection;

/// <summary>The units of work that the app names, and no others.</summary>
/// <remarks>A type of its own, by which GrayFlags.AspNetCore tells that the app has not registered an accessor that must stay.</remarks>
internal sealed class UsedOutcomes(UnitOfWorkOutcomesAccessor accessor) : IUnitOfWorkOutcomesAccessor
{
    public UnitOfWorkOutcomes? Current => accessor.Current;
}
