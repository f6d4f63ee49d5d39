using Grpc.Core;

namespace GrayFlags.AspNetCore.Tests.Grpc;

/// <summary>Asks flags before and after it awaits.</summary>
internal sealed class AskingService(IGrayEvaluator flags, IGrayEvaluatorSnapshot pinned, IGrayContextAccessor accessor) : AskingServiceBase
{
    public const int Answers = 3;

    public override async Task<string> Ask(string request, ServerCallContext context)
    {
        await Task.Yield();
        return Asked();
    }

    public override async Task Stream(string request, IServerStreamWriter<string> answers, ServerCallContext context)
    {
        for (var i = 0; i < Answers; i++)
        {
            await answers.WriteAsync(Asked());
            await Task.Yield();
        }
    }

    public override async Task<string> Collect(IAsyncStreamReader<string> requests, ServerCallContext context)
    {
        var all = new List<string>();
        while (await requests.MoveNext(context.CancellationToken))
        {
            all.Add(Asked());
        }

        return string.Join(';', all);
    }

    public override async Task Talk(IAsyncStreamReader<string> requests, IServerStreamWriter<string> answers, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            await answers.WriteAsync(Asked());
        }
    }

    private string Asked() => $"{accessor.Context?.UserId} {flags.IsEnabled("ana-only")} {pinned.IsEnabled("ana-only")}";
}
