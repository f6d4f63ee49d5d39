using System.Threading.Channels;
using GrayFlags.Dashboard.Wire;

namespace GrayFlags.Dashboard.Events;

/// <summary>Tells those who look of changes. Listens only while somebody does.</summary>
internal sealed class DashboardEvents(IGrayFlagsMonitor monitor, IGrayRollouts rollouts)
{
    // Who reads slower than this asks for everything anyway.
    private const int Kept = 64;

    private readonly object _gate = new();
    private readonly List<Channel<DashboardEvent>> _viewers = [];
    private IDisposable? _rules;

    /// <summary>Lets somebody in.</summary>
    /// <returns>What to read from; null when there are so many already.</returns>
    public Channel<DashboardEvent>? Enter(int most)
    {
        lock (_gate)
        {
            if (_viewers.Count >= most)
            {
                return null;
            }

            if (_viewers.Count == 0)
            {
                _rules = monitor.OnChange(status => Send(new DashboardEvent("rules", null, status.Generation)));
                rollouts.Changed += OnRollout;
            }

            var viewer = Channel.CreateBounded<DashboardEvent>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
            _viewers.Add(viewer);
            return viewer;
        }
    }

    public void Leave(Channel<DashboardEvent> viewer)
    {
        lock (_gate)
        {
            if (_viewers.Remove(viewer) && _viewers.Count == 0)
            {
                _rules?.Dispose();
                _rules = null;
                rollouts.Changed -= OnRollout;
            }
        }
    }

    private void OnRollout(object? sender, RolloutChange change) => Send(new DashboardEvent("rollout", change.Flag, monitor.Status.Generation));

    private void Send(DashboardEvent change)
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers)
            {
                viewer.Writer.TryWrite(change);
            }
        }
    }
}
