namespace GrayFlags.Dashboard.Access;

/// <summary>What an endpoint asks of its caller.</summary>
internal enum DashboardRight
{
    Read,
    Operate,
    Publish,
}
