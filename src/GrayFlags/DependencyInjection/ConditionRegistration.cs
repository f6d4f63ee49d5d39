using System.Collections.Concurrent;
using GrayFlags.Compilation;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Conditions;
using GrayFlags.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.DependencyInjection;

/// <summary>One condition of the app's own.</summary>
/// <param name="Name">Its name in documents.</param>
/// <param name="Key">Two registrations of one name with equal keys count once.</param>
/// <param name="Create">Finds the condition among the services.</param>
internal sealed record ConditionRegistration(string Name, object Key, Func<IServiceProvider, IGrayCondition> Create)
{
    public static CustomConditions Conditions(IServiceProvider services)
    {
        var logger = ServiceFactory.Logger(services);
        var logged = new ConcurrentDictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        var conditions = services.GetServices<ConditionRegistration>()
            .ToDictionary(registration => registration.Name, registration => registration.Create(services), StringComparer.OrdinalIgnoreCase);
        return new CustomConditions(conditions, (name, exception) =>
        {
            if (logged.TryAdd(name, true))
            {
                Log.ConditionThrew(logger, name, exception);
            }
        });
    }

    public static void Add(IServiceCollection services, string name, object key, Func<IServiceProvider, IGrayCondition> create)
    {
        if (!NameRules.IsName(name))
        {
            throw new ArgumentException(ProblemText.BadName(LogSafeText.Quote(name ?? "")), nameof(name));
        }

        var same = services.Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance).OfType<ConditionRegistration>()
            .FirstOrDefault(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase));
        if (same is not null && !Equals(same.Key, key))
        {
            throw new ArgumentException($"Another condition bears the name '{name}' already.", nameof(name));
        }

        if (same is null)
        {
            services.AddSingleton(new ConditionRegistration(name, key, create));
        }
    }
}
