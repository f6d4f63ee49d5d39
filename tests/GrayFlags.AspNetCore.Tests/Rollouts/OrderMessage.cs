namespace GrayFlags.AspNetCore.Tests.Rollouts;

internal sealed record OrderMessage(string Customer);
