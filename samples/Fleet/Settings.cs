using GrayFlags;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet;

/// <summary>The fleet's store. This is all that an app writes.</summary>
internal static class Settings
{
    public const string Document = "prices";
    public const string Flag = "new-prices";
    public const string Variable = "FLEET_CONNECTION";

    public static IGrayFlagsBuilder AddFleet(this IServiceCollection services, string connection, string instance) => services
        .AddGrayFlags(options => options.InstanceName = instance)
        .AddPostgreSql(options =>
        {
            options.ConnectionString = connection;
            options.Document = Document;
            options.Schema = "grayflags_sample";
            options.CreateSchema = true;
        });
}
