using System.Text;
using Grpc.Core;

namespace GrayFlags.AspNetCore.Tests.Grpc;

/// <summary>What would be generated from a .proto: a method for each of the four kinds of calls. By hand, since the messages are plain text.</summary>
[BindServiceMethod(typeof(AskingServiceBase), nameof(Bind))]
internal abstract class AskingServiceBase
{
    private const string Name = "test.Asking";

    private static readonly Marshaller<string> Texts = Marshallers.Create(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    public static Method<string, string> Unary { get; } = new(MethodType.Unary, Name, "Ask", Texts, Texts);

    public static Method<string, string> Streaming { get; } = new(MethodType.ServerStreaming, Name, "Stream", Texts, Texts);

    public static Method<string, string> Collecting { get; } = new(MethodType.ClientStreaming, Name, "Collect", Texts, Texts);

    public static Method<string, string> Duplex { get; } = new(MethodType.DuplexStreaming, Name, "Talk", Texts, Texts);

    public static Method<string, string> NoMethod { get; } = new(MethodType.Unary, Name, "None", Texts, Texts);

    public static Method<string, string> NoService { get; } = new(MethodType.Unary, "test.None", "Ask", Texts, Texts);

    /// <summary>Found by the framework, which passes no service: it makes one for each call.</summary>
    public static void Bind(ServiceBinderBase binder, AskingServiceBase? service)
    {
        binder.AddMethod(Unary, service is null ? null : service.Ask);
        binder.AddMethod(Streaming, service is null ? null : service.Stream);
        binder.AddMethod(Collecting, service is null ? null : service.Collect);
        binder.AddMethod(Duplex, service is null ? null : service.Talk);
    }

    public abstract Task<string> Ask(string request, ServerCallContext context);

    public abstract Task Stream(string request, IServerStreamWriter<string> answers, ServerCallContext context);

    public abstract Task<string> Collect(IAsyncStreamReader<string> requests, ServerCallContext context);

    public abstract Task Talk(IAsyncStreamReader<string> requests, IServerStreamWriter<string> answers, ServerCallContext context);
}
