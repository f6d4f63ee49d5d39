using System.Net;

namespace GrayFlags.Providers.Http;

/// <summary>Fetches the document once: asks, checks, reads. Whatever goes wrong is an outcome, unless the caller has ended it.</summary>
internal sealed class DocumentFetcher(HttpRuleProviderOptions options, HttpSender sender, DocumentMemory memory, BodySignature signature, TimeProvider clock)
{
    private const string Accept = "application/json";

    public async Task<FetchResult> FetchAsync(CancellationToken cancellationToken)
    {
        // Of our own, since the time-out of a client ends at the headers where the body is streamed.
        using var deadline = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var asked = memory.Applied;
            return await AskAsync(asked, either.Token).ConfigureAwait(false)
                ?? await AskAsync(null, either.Token).ConfigureAwait(false)
                ?? throw new FetchFailure(FailureText.NotModifiedUnasked, PollOutcome.Refused);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (FetchFailure failure)
        {
            return new FetchResult(memory.Unavailable(failure.Message), failure.Outcome, failure.RetryAfter);
        }
        catch (Exception exception)
        {
            // Any kind: a delegate of the app may throw what it likes. Its message stays out, it may quote a secret.
            var reason = deadline.IsCancellationRequested ? FailureText.Timeout(options.Timeout) : FailureText.Of(exception);
            return new FetchResult(memory.Unavailable(reason), PollOutcome.Failed);
        }
    }

    // Null: to be asked again without a condition. The server confirms a document that was not asked about, or does not bear the condition: some answer
    // 412 where 304 is meant, some find a tag too large that they gave themselves. Every poll would meet the same.
    private async Task<FetchResult?> AskAsync(AppliedDocument? asked, CancellationToken cancellationToken)
    {
        var validators = asked?.Validators ?? default;
        using var response = await sender.SendAsync(options.Uri!, Accept, Prepare, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return asked is not null && validators.IsCondition ? new FetchResult(memory.NotModified(asked), PollOutcome.Answered) : null;
        }

        if (validators.IsCondition
            && response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestHeaderFieldsTooLarge)
        {
            return null;
        }

        AnswerStatus.ThrowIfNotOk(response, clock);
        ContentKind.ThrowIfNotJson(response.Content);
        if (await ResponseBody.ReadAsync(response.Content, options.Limits.MaxBytes, cancellationToken).ConfigureAwait(false) is not { } body)
        {
            return new FetchResult(memory.TooLarge(), PollOutcome.Answered);
        }

        signature.ThrowIfWrong(response, body.Span);
        ContentKind.ThrowIfHtml(body.Span);
        return new FetchResult(memory.Take(body.Span, Validators.Of(response)), PollOutcome.Answered);

        void Prepare(HttpRequestMessage request)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", ResponseBody.AcceptEncoding);
            validators.AddTo(request);
        }
    }
}
