using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.DependencyInjection;

/// <summary>Creates evaluators of one file, which fail early when the file is not there.</summary>
internal static class FileEvaluator
{
    public static GrayEvaluator Create(string path, ILoggerFactory? loggerFactory, bool isOptional)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        var file = Path.GetFullPath(path);
        var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.AddJsonFile(file);
            if (loggerFactory is not null)
            {
                // An instance of the caller's, which the container does not dispose.
                builder.Services.AddSingleton(loggerFactory);
            }
        });
        if (isOptional || evaluator.Status.Providers.Single() is not { State: ProviderState.Unavailable } source)
        {
            return evaluator;
        }

        evaluator.Dispose();
        throw Path.Exists(file) ? new IOException($"The file '{file}' cannot be used: {source.Reason}.") : Missing(path, file);
    }

    private static FileNotFoundException Missing(string path, string file)
    {
        var from = Path.IsPathFullyQualified(path) ? "" : $" ('{path}', from the working directory)";
        return new FileNotFoundException(
            $"There is no file '{file}'{from}. Copy it there, for example by <None Update=\"{Path.GetFileName(file)}\" "
                + "CopyToOutputDirectory=\"PreserveNewest\" /> in the project and a path from AppContext.BaseDirectory; "
                + "or pass optional: true for a file that may come later.",
            file);
    }
}
